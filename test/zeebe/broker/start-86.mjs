import { startServer } from './start-server.mjs';

export default () => startServer('Zeebe 8.6 broker', 'zeebe-broker.mjs', 'TROUPE_TEST_ZEEBE');
