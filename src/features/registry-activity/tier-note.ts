import type { ProfileNotes } from '../../api/session.ts';
import type { Tier } from './criteria.ts';

/** Where the events of a profile are, as far as it was found out. */
export interface TierNote {
  /** The tier to ask when nobody names one. */
  tier(): Promise<Tier>;
  /** Takes note of what a tier had for a window. */
  learn(tier: Tier, found: boolean): Promise<void>;
  remember(tier: Tier): Promise<void>;
}

/** What is kept between runs. */
interface Note {
  readonly tier?: Tier;
  /** The index had nothing when it was asked last. */
  readonly indexIsEmpty?: boolean;
}

const feature = 'registry-activity';

/**
 * Keeps where a profile's events are. Policies of an account may send audit events to the archive
 * alone: once the index had nothing and the archive has something, the archive is asked from then on.
 *
 * @param configured the profile's own choice, which nothing overrules
 */
export function createTierNote(notes: ProfileNotes, configured: Tier | null): TierNote {
  const read = async () => readNote(await notes.read(feature));
  return {
    tier: async () => configured ?? (await read()).tier ?? 'frequent_search',
    remember: (tier) => notes.write(feature, { tier }),
    learn: async (tier, found) => {
      const note = await read();
      if (tier === 'frequent_search' && !found && !note.indexIsEmpty) {
        await notes.write(feature, { ...note, indexIsEmpty: true });
      }
      if (tier === 'frequent_search' && found && (note.indexIsEmpty || note.tier === 'archive')) {
        await notes.write(feature, {});
      }
      if (tier === 'archive' && found && note.indexIsEmpty && note.tier !== 'archive') {
        await notes.write(feature, { ...note, tier: 'archive' });
      }
    },
  };
}

function readNote(value: unknown): Note {
  if (typeof value !== 'object' || value === null) return {};
  const { tier, indexIsEmpty }: { tier?: unknown; indexIsEmpty?: unknown } = value;
  return {
    ...(tier === 'archive' || tier === 'frequent_search' ? { tier } : {}),
    ...(indexIsEmpty === true ? { indexIsEmpty } : {}),
  };
}
