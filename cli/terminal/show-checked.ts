import type { CheckedRecords } from '../../core/base/sealed-rows';
import type { ExitCode } from './report-error';
import { printable, type Terminal } from './terminal';

/** @param what the records, as in `violations` */
export function showChecked(
	{ records, faults }: CheckedRecords,
	{ what, json, allTenants }: { what: string; json?: boolean; allTenants?: boolean },
	terminal: Terminal,
): ExitCode {
	if (json) terminal.print(JSON.stringify({ records, faults }, null, '\t'));
	else if (faults.length === 0) terminal.print(`as recorded: ${records} ${what}, whole`);
	for (const { tenant, id, problem } of json ? [] : faults) {
		const name = typeof id === 'number' ? `#${id}` : id;
		terminal.print(printable(`${allTenants ? `${tenant} ` : ''}${name} ${problem}`));
	}
	if (faults.length === 0) return 0;
	terminal.note(`the ${what} are not as recorded: somebody wrote the database without the installation's key`);
	return 1;
}
