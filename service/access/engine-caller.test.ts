import { engineCaller } from './engine-caller';

const grant = (tenant: string, ...scopes: string[]) => ({
	caller: { tenant, subject: 'key:trp_1' },
	asker: ['person:key:trp_1', 'claim:role=runner'],
	scopes: new Set(scopes),
	expiresAt: Infinity,
});

test('a key reaches its own tenant; that of the service is <default>', () => {
	expect(engineCaller(grant('globex', 'process:read'), 'acme')).toEqual({
		...{ tenantId: 'globex', tenants: ['globex'], defaultName: 'acme' },
		...{ startedBy: 'key:trp_1', asker: ['person:key:trp_1', 'claim:role=runner'], person: { name: 'key:trp_1', decides: false } },
		readsAll: true,
	});
	expect(engineCaller(grant('acme'), 'acme')).toMatchObject({ tenantId: '<default>', tenants: ['<default>'] });
	expect(engineCaller(grant('default'), 'acme')).toMatchObject({ tenantId: 'default', tenants: ['default'] });
});

test('one with process:tenants reaches every tenant', () => {
	expect(engineCaller(grant('globex', 'process:tenants', 'process:run'), 'acme')).toMatchObject({ tenantId: 'globex', tenants: 'every' });
});

test('one with agent:decide decides in the place of others', () => {
	expect(engineCaller(grant('acme', 'process:run', 'agent:decide'), 'acme').person).toEqual({ name: 'key:trp_1', decides: true });
});

test('one that does jobs and starts nothing is a worker', () => {
	expect(engineCaller(grant('acme', 'process:work'), 'acme')).toMatchObject({ isWorker: true });
	expect(engineCaller(grant('acme', 'process:work', 'process:run'), 'acme')).not.toHaveProperty('isWorker');
});
