import type { Command } from 'commander';

/** Refuses `--model x --no-model`: commander takes the last one without a word. */
export function refuseOpposites(command: Command): void {
	for (const denied of command.options.filter(({ negate }) => negate)) {
		const named = command.options.find((option) => !option.negate && option.attributeName() === denied.attributeName());
		if (!named) continue;
		const given = new Set<string>();
		for (const option of [named, denied])
			command.on(`option:${option.name()}`, () => {
				if (given.add(option.flags).size > 1)
					command.error(`error: option '${named.flags}' cannot be used with option '${denied.flags}'`, {
						code: 'commander.conflictingOption',
					});
			});
	}
}
