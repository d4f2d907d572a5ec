import { startServer } from './start-server.mjs';

export default () => startServer('Zeebe 8.8 engine', 'zeebe-engine.mjs', 'TROUPE_TEST_ZEEBE_88');
