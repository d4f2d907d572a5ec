import { startOperationsService } from '../../test/support/operations-service';

let service: Awaited<ReturnType<typeof startOperationsService>>;
afterEach(() => service.close());

const idOf = (secret: string) => secret.slice(0, 12);

it('is what commands do at a service, with no more rights than their key', async () => {
	service = await startOperationsService(['keys:manage', 'run:read']);
	const created = await service.troupe(['key', 'create', 'ci', '--scopes', 'run:read', '--minutes', '15', '--reason', 'ticket 4711']);
	expect(created).toMatchObject({
		code: 0,
		printed: expect.stringMatching(/^trp_[\w-]{43}$/),
		noted: expect.stringContaining('not shown again'),
	});
	const id = idOf(created.printed);
	const listed = await service.troupe(['key', 'list']);
	expect(listed.printed).toMatch(new RegExp(`${id}.*ci.*run:read.*expires soon`));
	expect(listed.printed).not.toContain('theirs');
	const rotated = await service.troupe(['key', 'rotate', id, '--overlap', '0', '--json']);
	expect([rotated.noted, JSON.parse(rotated.printed)]).toMatchObject([
		expect.stringContaining('no longer works'),
		{ state: 'valid', name: 'ci' },
	]);
	const next = (JSON.parse(rotated.printed) as { id: string }).id;
	expect(await service.troupe(['key', 'revoke', next, '--yes'])).toMatchObject({
		code: 0,
		noted: expect.stringContaining(`Revoked ${next}`),
	});
	expect(await service.troupe(['key', 'revoke', next])).toMatchObject({ code: 1, noted: expect.stringContaining('before') });
	const changes = (await service.troupe(['key', 'history'])).printed.split('\n');
	const acts = changes.filter((line) => line.includes(id) || line.includes(next)).map((line) => /(\w+) +trp_/.exec(line)?.[1]);
	expect(acts).toEqual(['revoked', 'rotated', 'created']);
	expect(changes.find((line) => line.includes('api_key.created'))).toContain('ticket 4711');
	expect(await service.troupe(['key', 'create', 'more', '--role', 'viewer'])).toMatchObject({
		code: 1,
		noted: expect.stringContaining('allowed more than you are'),
	});
	expect(await service.troupe(['key', 'list', '--tenant', 'acme'])).toMatchObject({
		code: 1,
		noted: expect.stringContaining('keys:tenants'),
	});
	expect(await service.call('GET access-keys', { as: 'nobody' })).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
	expect(JSON.stringify(service.lines)).not.toContain(created.printed.slice(12));
});

it('reaches other tenants with keys:tenants', async () => {
	service = await startOperationsService(['keys:manage', 'keys:tenants', 'run:read']);
	const created = await service.troupe(['key', 'create', 'ci', '--scopes', 'run:read', '--tenant', 'acme']);
	expect((await service.troupe(['key', 'list', '--tenant', 'acme'])).printed).toContain(idOf(created.printed));
	expect((await service.troupe(['key', 'list', '--tenant', 'globex'])).noted).toContain('The tenant globex has no API keys');
	expect(await service.call(`POST access-keys/${idOf(created.printed)}/revoke`, { body: {} })).toMatchObject([
		404,
		{ code: 'RESOURCE_NOT_FOUND' },
	]);
	expect(await service.call('POST access-keys?tenant=*', { body: { name: 'x', scopes: ['run:read'] } })).toMatchObject([400, {}]);
	const second = await service.troupe(['key', 'create', 'cd', '--scopes', 'run:read', '--tenant', 'acme']);
	const path = 'GET access-keys/changes?limit=1&tenant=acme';
	const page = (await service.call(path))[1] as { cursor: string };
	expect(page).toEqual({ items: [expect.objectContaining({ key: idOf(second.printed) })], cursor: expect.any(String) as string });
	expect(await service.call(`${path}&cursor=${page.cursor}`)).toMatchObject([
		200,
		{ items: [{ action: 'api_key.created', key: idOf(created.printed), actor: expect.stringMatching(/^key:/) }] },
	]);
});
