import { TroupeError } from '../../../core/base/errors';
import { openSwitchStore } from '../../state/switches/switch-store';
import { noMark } from '../../../core/base/sealed-rows';
import { systemClock } from '../../../core/ports/host';
import { keysIfAny } from './host-audit';

const fault = (code: 'VAULT_UNREADABLE' | 'STORAGE_UNREACHABLE') => new TroupeError({ code, message: 'No key.', fix: 'Copy it.' });
let warned: jest.SpyInstance;
beforeEach(() => (warned = jest.spyOn(process, 'emitWarning').mockImplementation()));
afterEach(() => warned.mockRestore());

it('lets a machine without the key turn agents off, and warns the operator once that nothing is noted', async () => {
	const openKeys = keysIfAny(() => Promise.reject(fault('VAULT_UNREADABLE')));
	const switches = openSwitchStore(':memory:', systemClock, noMark, openKeys);
	const sales = { tenant: 'default', target: 'channel:sales', reason: 'wrong prices', changedBy: 'user:ana' };
	await switches.turnOff(sales);
	await switches.turnOn(sales);
	await switches.turnOff(sales);
	expect(await switches.list('default')).toMatchObject([sales]);
	await switches.close();
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
