import { openLogStore, type LogStore } from './log-store';
import { testLogStore } from './log-store.contract';

let store: LogStore;
beforeEach(() => (store = openLogStore(':memory:')));
afterEach(() => store.close());

testLogStore(() => store);
