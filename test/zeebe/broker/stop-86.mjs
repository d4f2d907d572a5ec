import { stopServer } from './start-server.mjs';

export default () => stopServer('TROUPE_TEST_ZEEBE');
