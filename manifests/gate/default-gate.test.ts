import { defaultGate } from './default-gate';

describe('the default gate', () => {
	it('is one for all who ask under the same trust', () => {
		expect(defaultGate({ TROUPE_TRUST: '/one' })).toBe(defaultGate({ TROUPE_TRUST: '/one' }));
		expect(defaultGate({ TROUPE_TRUST: '/one' })).not.toBe(defaultGate({ TROUPE_TRUST: '/other' }));
	});
});
