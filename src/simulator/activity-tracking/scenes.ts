import type { CatalogueImage } from '../catalogue.ts';
import { advisorStatuses } from './action-facts.ts';
import {
  advisorReader,
  ciService,
  clusterPullers,
  ibmItself,
  janitor,
  outsider,
  people,
  signer,
} from './actors.ts';
import {
  account,
  byDigest,
  byTag,
  createScript,
  type Draft,
  type DraftEnd,
  unresolved,
} from './drafts.ts';
import type { Draws } from './draws.ts';

/** What scenes are played with. */
export interface Stage {
  readonly draws: Draws;
  /** The images that are kept in this registry. */
  readonly images: readonly CatalogueImage[];
  /** The same without each repository's newest. */
  readonly oldImages: readonly CatalogueImage[];
}

/** Something that somebody does in a few minutes. */
export type Scene = (stage: Stage) => readonly Draft[];

const notFound: DraftEnd = { outcome: 'failure', code: 404, reason: 'The image was not found.' };
const forbidden: DraftEnd = {
  ...{ outcome: 'failure', code: 403 },
  reason: 'You are not authorized to access the specified resource.',
};
const unauthenticated: DraftEnd = {
  ...{ outcome: 'failure', code: 401 },
  reason: 'Your access token is invalid or has expired.',
};
const overQuota: DraftEnd = {
  ...{ outcome: 'failure', code: 424 },
  reason: 'You have exceeded your storage quota.',
};
const pending: DraftEnd = { outcome: 'pending', code: 202 };

/** A CI service pushes an image, tags and signs it, and waits for the advisor. */
export const pushAndSign: Scene = ({ draws, images }) => {
  const image = draws.pick(images);
  const { does, drafts } = createScript(draws, ciService);
  if (draws.chance(0.06)) does('image.push', unresolved(image), { end: overQuota });
  does('manifest.inspect', byTag(image), { end: draws.chance(0.3) ? notFound : undefined });
  does('image.push', byTag(image));
  does('image.tag', byDigest(image));
  does('signature.write', byDigest(image), { actor: signer });
  does('image-vulnerability-status.read', byTag(image), { status: 'INCOMPLETE' });
  does('image-vulnerability-status.read', byTag(image), {
    ...{ status: draws.pick(advisorStatuses), gapMs: 60_000 },
  });
  return drafts;
};

/** The nodes of a cluster pull a new release, and check who signed it. */
export const rollOut: Scene = ({ draws, images }) => {
  const image = draws.pick(images);
  const { does, drafts } = createScript(draws, draws.pick(clusterPullers));
  does('signature.read', byTag(image));
  const nodes = draws.between(2, 6);
  for (let node = 0; node < nodes; node += 1) {
    const end = draws.chance(0.02) ? unauthenticated : undefined;
    const wanted = end === undefined ? byDigest(image) : unresolved(image);
    does('image.pull', draws.chance(0.5) ? byTag(image) : wanted, { gapMs: 4000, end });
  }
  return drafts.map((draft) =>
    draft.end === undefined ? draft : { ...draft, target: unresolved(image) },
  );
};

/** A person looks around and pulls an image. */
export const lookAndPull: Scene = ({ draws, images }) => {
  const image = draws.pick(images);
  const { does, drafts } = createScript(draws, draws.pick(people));
  does('namespace.list', account(draws.pick(['us-south', 'eu-de', 'us-east'])));
  does('image.list', account());
  does('image.inspect', byTag(image));
  if (draws.chance(0.2)) does('manifest.inspect', unresolved(image), { end: notFound });
  does('image.pull', byTag(image));
  does('image-vulnerability-report.read', byTag(image), { status: draws.pick(advisorStatuses) });
  return drafts;
};

/** A clean-up job unties tags and deletes what is old, one by one and in bulk. */
export const cleanUp: Scene = ({ draws, oldImages }) => {
  const { does, drafts } = createScript(draws, janitor);
  does('retention.list', account());
  does('retention.analyze', account());
  does('image.list', account());
  for (let count = draws.between(2, 4); count > 0; count -= 1) {
    const image = draws.pick(oldImages);
    does('image.untag', byTag(image), { gapMs: 3000 });
    does('signature.delete', byDigest(image), { gapMs: 1000 });
    does('image.delete', byDigest(image), { gapMs: 3000 });
  }
  const correlationId = draws.uuid();
  does('image.bulkdelete', account(), { end: pending, correlationId });
  does('image.bulkdelete', account(), { correlationId, gapMs: 20_000 });
  does('trash.list', account());
  does('image.delete', byDigest(draws.pick(oldImages)), { actor: ibmItself });
  return drafts;
};

/** The clean-up job goes too far: many deletions within a minute. */
export const deletionBurst: Scene = ({ draws, oldImages }) => {
  const { does, drafts } = createScript(draws, janitor);
  for (let count = draws.between(18, 26); count > 0; count -= 1) {
    does('image.delete', byDigest(draws.pick(oldImages)), { gapMs: 2200 });
  }
  return drafts;
};

/** Someone tries what is not allowed, and is refused. */
export const refused: Scene = ({ draws, images }) => {
  const { does, drafts } = createScript(draws, outsider);
  const end = forbidden;
  const image = draws.pick(images);
  does('image.list', account(), { end: unauthenticated });
  does('namespace.list', account(), { end });
  for (let count = draws.between(6, 12); count > 0; count -= 1) {
    does('image.pull', unresolved(draws.pick(images)), { end, gapMs: 2500 });
  }
  does('image.delete', unresolved(image), { end });
  does('image.push', unresolved(image), { end });
  does('signature.write', unresolved(image), { end });
  does('auth.set', account(), { end });
  return drafts;
};

/** A job reads what the advisor found, image by image. */
export const readAdvice: Scene = ({ draws, images }) => {
  const { does, drafts } = createScript(draws, advisorReader);
  does('account-vulnerability-status.list', account());
  does('account-vulnerability-report.list', account());
  const first = draws.between(0, advisorStatuses.length - 1);
  for (let count = 0; count < advisorStatuses.length; count += 1) {
    const status = advisorStatuses[(first + count) % advisorStatuses.length] ?? 'OK';
    const action =
      count % 3 === 0 ? 'image-vulnerability-report.read' : 'image-vulnerability-status.read';
    does(action, draws.chance(0.5) ? byTag(draws.pick(images)) : byDigest(draws.pick(images)), {
      status,
    });
  }
  return drafts;
};
