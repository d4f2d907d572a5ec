import { toolsFromEnvironment } from './tools-from-environment';

const environment = {
	TROUPE_TENANT: 'acme',
	TROUPE_TOOL_SECRET_OWN: 'own',
	TROUPE_TOOL_SECRET_OWN_SERVERS: 'api.example.com',
	TROUPE_TOOL_SECRET_GIVEN: 'given',
	TROUPE_TOOL_SECRET_GIVEN_TENANTS: 'beta, gamma',
	TROUPE_TOOL_SECRET_SHARED: 'shared',
	TROUPE_TOOL_SECRET_SHARED_TENANTS: '*',
	TROUPE_TOOL_SECRET_SHARED_SERVERS: 'api.example.com',
};
const { secrets, boundSecrets } = toolsFromEnvironment(environment);
const read = (tenant?: string) => ['OWN', 'GIVEN', 'SHARED', 'GIVEN_TENANTS'].map((name) => secrets(name, 'api.example.com', tenant));

it('gives a secret to the tenant of the process, or to those that it names', () => {
	expect(read()).toEqual(['own', undefined, 'shared', undefined]);
	expect(read('acme')).toEqual(read());
	expect(read('beta')).toEqual([undefined, 'given', 'shared', undefined]);
	expect(read('default')).toEqual([undefined, undefined, 'shared', undefined]);
});

it('gives none of another tenant to an address of data, and does not say that there is one', () => {
	expect(boundSecrets!('OWN', 'api.example.com', 'acme')).toBe('own');
	expect(boundSecrets!('OWN', 'api.example.com', 'beta')).toBeUndefined();
	expect(boundSecrets!('OWN', 'evil.example', 'beta')).toBeUndefined();
	expect(() => boundSecrets!('OWN', 'evil.example', 'acme')).toThrow(expect.objectContaining({ code: 'TOOL_INVALID' }));
	expect(() => boundSecrets!('GIVEN', 'api.example.com', 'beta')).toThrow(/does not name its servers/);
});
