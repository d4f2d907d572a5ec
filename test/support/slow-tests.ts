/**
 * Tests that are slow by nature: they start and kill processes, wait for deadlines, or run hundreds of samples and cases. `npm run test:full`
 * and `jest FILE` run them; `npm test` and `npm run test:unit` skip them (docs/decisions/foundation/0075). A file that has no others is a `*.slow.test.ts`, which they do not load.
 */
export const quickTestsOnly = (globalThis as { quickTestsOnly?: boolean }).quickTestsOnly === true;

export const slowTest = quickTestsOnly ? it.skip : it;
/** All, and one of eight in the gate. */
export const sampleOf = <Case>(cases: Case[]): Case[] => cases.filter((_case, index) => !quickTestsOnly || index % 8 === 0);

export const describeSlow = quickTestsOnly ? describe.skip : describe;
