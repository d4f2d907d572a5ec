import type { Environment } from '../../../core/base/settings/setting-names';
import { readSetting } from '../../../core/base/settings/settings';
import type { RunOf } from '../../../core/ports/runs/run-records';

export interface RunLinks {
	execution?: string;
}

/** n8n's address comes from its own setting. */
export function linkRun({ workflow, execution }: RunOf, environment?: Environment): RunLinks {
	const editor = readSetting('N8N_EDITOR_BASE_URL', environment);
	if (workflow === undefined || execution === undefined || editor === undefined || !URL.canParse(editor)) return {};
	return {
		execution: `${editor.replace(/\/+$/, '')}/workflow/${encodeURIComponent(workflow)}/executions/${encodeURIComponent(execution)}`,
	};
}
