import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';

it('takes no question for the name of somebody', async () => {
	const terminal = testTerminal({});
	expect(await runTroupe(['knowledge', 'search', '--in', 'pay', '--as', 'group:hr', 'salary payroll'], terminal)).toBe(2);
	expect(terminal.noted.join('\n')).toMatch(/not the name of a reader[^]*before --as/);
});
