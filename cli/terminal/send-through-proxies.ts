import type { Command } from 'commander';
import { useProxies } from '../../core/base/network/proxies';
import type { Terminal } from './terminal';

/** Commands that send no request themselves, and `doctor`, which says what is wrong with the setting. */
const offline = ['bpmn', 'dmn', 'doctor', 'pii', 'secrets'];

/**
 * Sends the requests of a command through the proxies of the environment.
 * @throws TroupeError INPUT_INVALID for a proxy that cannot be used
 */
export function sendThroughProxies(command: Command, { environment, note }: Terminal): void {
	try {
		const warning = useProxies(environment);
		if (warning !== undefined) note(`warning: ${warning}`);
	} catch (error) {
		if (!offline.includes(topLevelName(command))) throw error;
	}
}

function topLevelName(command: Command): string {
	return command.parent?.parent ? topLevelName(command.parent) : command.name();
}
