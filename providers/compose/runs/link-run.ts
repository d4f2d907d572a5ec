import type { Environment } from '../../../core/base/settings/setting-names';
import { readSetting } from '../../../core/base/settings/settings';
import type { RunOf } from '../../../core/ports/runs/run-records';

/** Addresses at which a person looks at what a run belongs to. */
export interface RunLinks {
	/** Its execution in the editor of n8n. */
	execution?: string;
}

/** Returns the addresses that are known: n8n's, where its own setting names it. */
export function linkRun({ workflow, execution }: RunOf, environment?: Environment): RunLinks {
	const editor = readSetting('N8N_EDITOR_BASE_URL', environment);
	if (workflow === undefined || execution === undefined || editor === undefined || !URL.canParse(editor)) return {};
	return {
		execution: `${editor.replace(/\/+$/, '')}/workflow/${encodeURIComponent(workflow)}/executions/${encodeURIComponent(execution)}`,
	};
}
