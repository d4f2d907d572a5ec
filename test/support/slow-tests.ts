/**
 * Tests that are slow by nature: they start and kill processes, wait for deadlines, or run hundreds of samples and cases. `npm run test:full`
 * and `jest FILE` run them; `npm test` and `npm run test:unit` skip them (docs/decisions/foundation/0075).
 */
const quickTestsOnly = (globalThis as { quickTestsOnly?: boolean }).quickTestsOnly === true;

export const slowTest = quickTestsOnly ? it.skip : it;
export const describeSlow = quickTestsOnly ? describe.skip : describe;
