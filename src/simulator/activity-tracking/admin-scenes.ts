import { administrators } from './actors.ts';
import { account, byDigest, createScript, type DraftEnd, type DraftTarget } from './drafts.ts';
import type { Scene } from './scenes.ts';

const conflict: DraftEnd = {
  ...{ outcome: 'failure', code: 409 },
  reason: 'The namespace already exists.',
};

/** An administrator reads and changes the account's settings. */
export const changeAccount: Scene = ({ draws }) => {
  const { does, drafts } = createScript(draws, draws.pick(administrators));
  const where = account(draws.pick(['us-south', 'us-south', 'eu-de', 'us-east']));
  does('plan.get', where);
  does('quota.get', where);
  does('settings.get', where);
  does('auth.get', where);
  does('auth.set', where);
  does('settings.set', where);
  does('quota.set', where);
  does('plan.set', where);
  return drafts;
};

/** An administrator makes and removes namespaces, and changes what is kept and exempt. */
export const changeNamespaces: Scene = ({ draws, oldImages }) => {
  const { does, drafts } = createScript(draws, draws.pick(administrators));
  const sandbox: DraftTarget = {
    kind: 'namespace',
    name: `sandbox-${draws.hex(4)}`,
    hasGroup: true,
  };
  const legacy: DraftTarget = { kind: 'namespace', name: 'legacy', hasGroup: false };
  const image = byDigest(draws.pick(oldImages));
  does('namespace.create', sandbox);
  does('namespace.create', sandbox, { end: conflict });
  does('namespace.update', sandbox);
  does('retention.get', legacy);
  does('retention.set', legacy);
  does('trash.restore', image);
  does('exemption.create', image);
  does('exemption.delete', image);
  does('namespace.delete', sandbox);
  return drafts;
};
