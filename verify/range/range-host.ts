import type { Host } from '../../providers/compose/hosts/host';
import { openHost } from '../../cli/host';
import { readPassableDemands } from './passable-demands';
import type { Range } from './range';
import { quietTerminal } from './quiet-terminal';

/** Opens the host of the command line, as each command of the installation gets it, with the home of the range. */
export const openRangeHost = (range: Range): Promise<Host> =>
	range.once('host', async () => {
		const host = await openHost(quietTerminal(range.environment, range.installation.tenant));
		const gated = range.gate ? { ...host, gate: range.gate, published: undefined } : host;
		return { ...gated, demands: await readPassableDemands(gated, (policy, check) => range.leaveOut(`check ${check} of policy ${policy}`)) };
	});
