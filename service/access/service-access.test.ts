import { readAddressList } from './address-list';
import { ServiceAccess } from './service-access';

const open = (from?: string) =>
	new ServiceAccess({
		token: 'secret',
		tenant: 'default',
		keys: {} as never,
		proofs: {} as never,
		tokenFrom: readAddressList(from, 'TROUPE_API_TOKEN_FROM'),
	});

test('the token of the service works from the addresses of its list alone, where it has one', async () => {
	await expect(open().grantAccess('secret', '203.0.113.7')).resolves.toMatchObject({ caller: { subject: 'local' } });
	const bound = open('127.0.0.1, ::1 10.0.0.0/8');
	for (const address of ['127.0.0.1', '::1', '::ffff:10.1.2.3'])
		await expect(bound.grantAccess('secret', address)).resolves.toMatchObject({ caller: { subject: 'local' } });
	for (const address of ['203.0.113.7', ''])
		await expect(bound.grantAccess('secret', address)).rejects.toMatchObject({
			code: 'ACCESS_DENIED',
			details: { reason: 'address' },
			fix: expect.stringContaining('troupe key create') as string,
		});
	await expect(bound.grantAccess('other', '127.0.0.1')).rejects.toMatchObject({ details: { reason: 'invalid' } });
});
