import { describe, expect, it } from 'vitest';
import {
  changeForm,
  type FormField,
  finishForm,
  openForm,
} from '../../../../src/features/scan-progress/form.ts';

const hex = 'ab'.repeat(32);

describe('the form of a new scan', () => {
  it.each<[FormField, string, RegExp | null]>([
    ['registry', '', null],
    ['registry', 'registry.example:5000', null],
    ['registry', 'https://registry.example', /without/],
    ['registry', 'registry example', /blank/],
    ['repo', 'library/alpine', null],
    ['repo', 'alpine:3.16', /without tag/],
    ['repo', `alpine@sha256:${hex}`, /without tag/],
    ['repo', 'my alpine', /blank/],
    ['tag', '3.16', null],
    ['tag', '.hidden', /not a tag/],
    ['tag', 'a'.repeat(129), /not a tag/],
    ['digest', `sha256:${hex}`, null],
    ['digest', hex, /sha256:/],
    ['digest', 'sha256:xyz', /sha256:/],
  ])('%s %j: %s', (field, value, message) => {
    const valid = { repo: 'a', tag: 'b' };
    const { errors } = changeForm(openForm(valid), { ...valid, [field]: value });
    expect(errors[field] ?? '').toMatch(message ?? /^$/);
  });

  it('complains only about what was touched, until it is sent', () => {
    const form = changeForm(openForm(), { tag: '-' });
    expect(Object.keys(form.errors)).toEqual(['tag']);
    expect(finishForm(form)).toMatchObject({ form: { errors: { repo: expect.any(String) } } });
  });

  it('needs a repository, and a tag or a digest', () => {
    expect(finishForm(openForm({ repo: 'a' }))).toMatchObject({
      form: { errors: { tag: expect.stringContaining('a tag or a digest') } },
    });
    expect(finishForm(openForm({ repo: 'a', digest: `sha256:${hex}` }))).toEqual({
      request: { repo: 'a', digest: `sha256:${hex}` },
    });
  });
});
