import { standardPolicy } from '../../core/guardrails/policy/standard-policy';
import { readStandardWithout } from '../../providers/compose/guardrails/standard';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

export function runStandard(terminal: Terminal): ExitCode {
	const without = readStandardWithout(terminal.environment);
	terminal.print(JSON.stringify(standardPolicy, undefined, 2));
	terminal.note('its other parts, unknown-link and files, are not checks: docs/guardrails/standard.md');
	if (without.length > 0) terminal.note(`switched off on this machine (TROUPE_STANDARD_WITHOUT): ${without.join(', ')}`);
	return 0;
}
