import { Command } from 'commander';
import { takeDashedIds } from './dashed-ids';

const short = '-hLkq9_0bXm3TzR-aQe7Yw';
const long = '-n4bQLgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwC';

async function run(...words: string[]) {
	let got: unknown;
	const command = new Command('show')
		.argument('<id>')
		.argument('[others...]')
		.option('-n, --limit <count>', 'max')
		.option('--as <who>')
		.option('--only <names...>')
		.option('--json')
		.exitOverride()
		.configureOutput({ writeErr: () => undefined, writeOut: () => undefined })
		.action((id: string, others: string[], options: object) => {
			got = { id, others, ...options };
		});
	takeDashedIds(command);
	await command.parseAsync(words, { from: 'user' });
	return got;
}

test('takes an id that begins with a hyphen as an argument, before and after options', async () => {
	expect(await run(short)).toEqual({ id: short, others: [] });
	expect(await run('--json', long, short, '-n', '5', 'last')).toEqual({ id: long, others: [short, 'last'], json: true, limit: '5' });
	expect(await run('--as', 'ana', short)).toEqual({ id: short, others: [], as: 'ana' });
	expect(await run('--as', long, short)).toEqual({ id: short, others: [], as: long });
	expect(await run('--', short)).toEqual({ id: short, others: [] });
	expect(await run(`-${short.slice(0, -1)}`)).toEqual({ id: `-${short.slice(0, -1)}`, others: [] });
});

test('takes no misspelt option for an id', async () => {
	const misspelt = expect.objectContaining({ code: 'commander.unknownOption' }) as Error;
	for (const word of [
		'--limits',
		'-x',
		'--allow-private-netw',
		'--allow-private-networks-of-whom-it-concerns',
		'-rQ',
		`-${'r'.repeat(21)}`,
	])
		await expect(run('id', word)).rejects.toEqual(misspelt);
	await expect(run('id', '--only', 'a', short)).rejects.toBeInstanceOf(Error);
});
