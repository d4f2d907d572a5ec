import quick from './jest.config.mjs';

/** `npm run test:server`: the unit tests that start a server or a program. */
export default { ...quick, testMatch: ['**/*.server.test.ts'], globals: { quickTestsOnly: true } };
