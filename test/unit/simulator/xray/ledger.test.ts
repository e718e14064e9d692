import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCatalogue } from '../../../../src/simulator/catalogue.ts';
import { createAuditService } from '../../../../src/simulator/xray/audit-service.ts';

const facts = { seed: 1, catalogue: createCatalogue(1) };
const services = [1, 9, 400, 40_000, 10_000_000].map((auditEvents) =>
  createAuditService({ ...facts, auditEvents }),
);
const ledgers = services.flatMap(({ real, dryRun }) => [real().ledger, dryRun().ledger]);
const times = fc.integer({ min: Date.UTC(2023, 7, 2), max: Date.UTC(2030, 0, 1) });

describe('a ledger', () => {
  test('tells the first event from a time on, and the times of all in order', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ledgers), times, (ledger, ms) => {
        const first = ledger.firstFrom(ms);
        if (first === 0) return;
        expect(ledger.timeOf(first - 1)).toBeLessThan(ms);
        for (let index = first; index < first + 40; index += 1) {
          expect(ledger.timeOf(index)).toBeGreaterThanOrEqual(
            Math.max(ms, ledger.timeOf(index - 1)),
          );
          expect(ledger.kinds[ledger.kindOf(index)]).toBeDefined();
        }
      }),
      { numRuns: 300 },
    );
  });

  test('without events answers at once', () => {
    const { real, dryRun } = createAuditService({ ...facts, auditEvents: 0 });
    for (const { ledger } of [real(), dryRun()])
      expect(ledger.firstFrom(Date.UTC(2026, 0, 1))).toBe(0);
  });

  test('of dry runs whose events are too few to be any has none', () => {
    const [few] = services;
    expect(few?.dryRun().ledger.firstFrom(Date.UTC(2026, 0, 1))).toBe(0);
  });
});
