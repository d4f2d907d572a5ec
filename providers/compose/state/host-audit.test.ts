import { TroupeError } from '../../../core/base/errors';
import { openMuteStore } from '../../state/flags/mute-store';
import { noMark } from '../../../core/base/sealed-rows';
import { systemClock } from '../../../core/ports/host';
import { keysIfAny } from './host-audit';

const fault = (code: 'VAULT_UNREADABLE' | 'STORAGE_UNREACHABLE') => new TroupeError({ code, message: 'No key.', fix: 'Copy it.' });
let warned: jest.SpyInstance;
beforeEach(() => (warned = jest.spyOn(process, 'emitWarning').mockImplementation()));
afterEach(() => warned.mockRestore());

it('lets a machine without the key mute, and warns the operator once that nothing is noted', async () => {
	const openKeys = keysIfAny(() => Promise.reject(fault('VAULT_UNREADABLE')));
	const mutes = openMuteStore(':memory:', systemClock, noMark, openKeys);
	for (const isMuted of [true, false, true])
		await mutes.set('default', { name: 'channel:sales', isMuted, reason: null, changedBy: 'user:ana' });
	expect(await mutes.list('default')).toMatchObject([{ name: 'channel:sales', isMuted: true }]);
	await mutes.close();
	expect(warned.mock.calls).toEqual([['Nothing is written into the audit log here: No key. Copy it.', { code: 'TROUPE_AUDIT' }]]);
});

it('warns again when the key was lost again, and lets other faults through', async () => {
	const answers = [fault('VAULT_UNREADABLE'), undefined, fault('VAULT_UNREADABLE'), fault('STORAGE_UNREACHABLE')];
	const openKeys = keysIfAny(async () => {
		const answer = answers.shift();
		if (answer) throw answer;
		return undefined;
	});
	for (let time = 0; time < 3; time++) expect(await openKeys()).toBeUndefined();
	expect(warned).toHaveBeenCalledTimes(2);
	await expect(openKeys()).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE' });
});
