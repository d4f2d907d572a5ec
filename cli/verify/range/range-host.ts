import type { Host } from '../../../providers/compose/host';
import { openHost } from '../../host';
import type { Range } from './range';
import { quietTerminal } from './quiet-terminal';

/** Opens the host of the command line, as each command of the installation gets it, with the home of the range. */
export const openRangeHost = (range: Range): Promise<Host> =>
	range.once('host', async () => {
		const host = await openHost(quietTerminal(range.environment, range.installation.tenant));
		return range.gate ? { ...host, gate: range.gate, published: undefined } : host;
	});
