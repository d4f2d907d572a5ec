import type { SandboxRequest, SandboxStep } from '../../../core/ports/sandbox/sandbox-step';
import { countNouns } from '../../terminal/format-text';

const [maxFiles, maxRefused] = [5, 3];

/** Describes on one line what a tool did in the sandbox. */
export function describeSandboxStep({
	operation,
	level,
	exitCode,
	limit,
	outputBytes,
	files,
	moreFiles = 0,
	requests = [],
}: SandboxStep): string {
	const ending = limit === undefined ? undefined : `ended by its limit (${limit})`;
	const exit = typeof exitCode === 'number' ? `exit code ${exitCode}` : undefined;
	const named = files.slice(0, maxFiles).map(({ path, change }) => `${change} ${path}`);
	const more = files.length - named.length + moreFiles;
	return [
		`${operation}${level === undefined ? '' : ` at level ${level}`}`,
		ending ?? exit,
		countNouns(outputBytes, 'byte'),
		...named,
		requests.length > 0 ? describeRequests(requests) : undefined,
		more > 0 ? `${more} more files` : undefined,
	]
		.filter((part) => part !== undefined)
		.join(', ');
}

function describeRequests(requests: readonly SandboxRequest[]): string {
	const refused = requests.filter(({ action }) => action === 'refuse');
	const names = [...new Set(refused.map(({ method, host }) => `${method} ${host}`))];
	const more = names.length > maxRefused ? ', …' : '';
	const named = refused.length === 0 ? '' : `, ${refused.length} of them refused (${names.slice(0, maxRefused).join(', ')}${more})`;
	return `${countNouns(requests.length, 'request')}${named}`;
}
