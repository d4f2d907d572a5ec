import { describeChangedFile, findChangedFile, readAllowedPrograms } from '../../../../providers/compose/agents/allowed-programs';
import { findWrongOrigins, readToolServers } from '../../../../providers/compose/settings/tool-servers';
import { readPrograms } from '../../../../providers/compose/settings/tools-from-environment';
import type { Environment } from '../../../../core/base/settings/setting-names';
import { readSetting } from '../../../../core/base/settings/settings';
import { fail, ok, skipped, warn, type Check, type Finding } from '../../check';

export const programsCheck: Check = {
	id: 'programs',
	looksAt: 'the programs and servers that agents may use as tools',
	async look({ environment }) {
		return [...(await judgePrograms(environment)), ...judgeServers(environment)];
	},
};

async function judgePrograms(environment: Environment): Promise<Finding[]> {
	const allowed = readPrograms(environment);
	if (allowed === false) return [judgeNone(readSetting('TROUPE_ALLOW_PROGRAMS', environment))];
	if (allowed === true)
		return [
			warn(
				'Agents may start any program, in the sandbox (TROUPE_ALLOW_PROGRAMS=true).',
				'Set TROUPE_ALLOW_PROGRAMS to a file that lists the programs with their hashes: docs/agents/tools.md.',
			),
		];
	const programs = await readAllowedPrograms(allowed);
	const findings = await Promise.all(
		programs.map(async (program): Promise<Finding[]> => {
			const changed = await findChangedFile(program);
			if (changed)
				return [
					fail(
						`${program.command} does not start: ${describeChangedFile(changed, allowed)}.`,
						'Review the file, then correct the entry of the program in the list.',
					),
				];
			return program.sandbox === false
				? [
						warn(
							`${program.command} runs outside of the sandbox, with the files and the network of Troupe.`,
							'Remove "sandbox": false if it does not need them.',
						),
					]
				: [];
		}),
	);
	return [...findings.flat(), ok(`Programs that agents may start: ${programs.length}, of ${allowed}`)];
}

/** A relative path would depend on the folder in which Troupe was started. */
function judgeNone(value?: string): Finding {
	if (value === undefined || value.toLowerCase() === 'false') return skipped('Agents start no programs.');
	return fail(
		`TROUPE_ALLOW_PROGRAMS is ${JSON.stringify(value)}, which is neither true, false nor an absolute path: agents start no programs.`,
		'Set it to the absolute path of the list.',
	);
}

function judgeServers(environment: Environment): Finding[] {
	const servers = readToolServers(environment);
	if (!servers) return [];
	const wrong = findWrongOrigins(servers).map((one) =>
		fail(
			`TROUPE_TOOL_SERVERS has ${JSON.stringify(one)}, which is not an origin: it allows nothing.`,
			'Write origins, such as https://crm.example.com.',
		),
	);
	return [...wrong, ok(`Servers of tools that agents may call: ${servers.length}`)];
}
