import { openCredentialStore } from './credential-store';
import { describeCredentialStore } from './credential-store.contract';

let store: ReturnType<typeof openCredentialStore>;
beforeEach(() => {
	store = openCredentialStore(':memory:');
});
afterEach(() => store.close());

describeCredentialStore(() => store);
