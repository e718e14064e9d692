import fc from 'fast-check';

const usualSeed = 20_261_121;

/**
 * Properties are tried with the same values in every run, so that a run that passed passes again.
 * PROPERTY_SEED looks at others.
 */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? usualSeed) });
