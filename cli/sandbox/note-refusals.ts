import type { SandboxReport } from '../../sandbox/report/report-shape';
import { isUncarried } from '../../sandbox/network/outlet';
import { notListed, privateNetwork } from '../../sandbox/traffic/traffic-rules';
import type { SandboxResult } from '../../sandbox/workers/sandbox-worker';
import { printable, type Terminal } from '../terminal/terminal';

const maxLines = 10;
const words: Record<string, string> = {
	[notListed]: 'the list of capabilities does not contain it',
	[privateNetwork]: 'in a private network',
};

export const describeRefusal = (rule: string): string => words[rule] ?? rule;

/** Reports the sandbox's refusals: code and nodes show only the consequences. */
export function noteRefusals({ requests }: SandboxReport, terminal: Terminal): void {
	const refused = requests.filter(({ action }) => action === 'refuse');
	const lines = [...new Set(refused.map(({ method, host, path, rule }) => `refused: ${method} ${host}${path} (${describeRefusal(rule)})`))];
	for (const line of lines.slice(0, maxLines)) terminal.note(printable(line));
	if (lines.length > maxLines) terminal.note(`refused: ${lines.length - maxLines} more; --json lists all`);
	if (refused.some(({ rule }) => rule === notListed))
		terminal.note('fix: If the code may make them, add them to "requests" of the list of capabilities.');
	if (refused.some(({ rule }) => rule === privateNetwork))
		terminal.note('fix: If it may reach private networks and this machine, pass --allow-private-networks.');
	const unruled = refused.find(({ rule }) => rule === 'no rule');
	if (unruled) terminal.note(printable(`fix: If it may, allow it: --allow "${unruled.method} ${unruled.host}".`));
	if (refused.some(isUncarried)) terminal.note('hint: The sandbox carries HTTP/1.1 requests only. Use the HTTP API of the service.');
}

/** Node's own message names options of Node, which Troupe does not have. */
export function noteDenied({ outcome, stderr }: SandboxResult, terminal: Terminal): void {
	if (outcome !== 'failed') return;
	if (/ERR_ACCESS_DENIED|Access to this API has been restricted/.test(stderr.toString()))
		terminal.note(
			'hint: Code in the sandbox starts no programs and reads no files. --scratch FOLDER gives it a private copy of a folder, --capabilities FILE what a list names.',
		);
	if (/\b(EAI_AGAIN|ENETUNREACH|ENOTFOUND)\b/.test(stderr.toString()))
		terminal.note('hint: Code in the sandbox has no network. --allow "GET api.example.com" lets it make the requests that you name.');
}
