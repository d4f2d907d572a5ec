/**
 * Tests that take long by what they test: processes that are started and killed, deadlines that are waited for, samples and cases by the
 * hundred. `npm test` runs them, and so does `jest` when it is given a file; `npm run test:unit` alone leaves them out (docs/decisions/foundation/0075).
 */
const quickTestsOnly = (globalThis as { quickTestsOnly?: boolean }).quickTestsOnly === true;

export const slowTest = quickTestsOnly ? it.skip : it;
export const describeSlow = quickTestsOnly ? describe.skip : describe;
