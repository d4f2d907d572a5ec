/** Imports the first workflows into n8n and keeps those that people changed there. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Creates and publishes each workflow that n8n does not have, and updates one that is unchanged since the last import.
 * @param {ReturnType<import('./n8n-rest.mjs').n8nRest>} rest
 * @param {{ workflows: Array<{ id: string, name: string }>, recordFile: string, progress: import('../lib/progress.mjs').Progress }} options
 */
export async function importWorkflows(rest, { workflows, recordFile, progress }) {
	const record = readRecord(recordFile);
	for (const workflow of workflows) {
		record[workflow.id] = await importWorkflow(rest, workflow, record[workflow.id], progress);
		writeFileSync(recordFile, JSON.stringify(record));
	}
}

/** @returns {Promise<{ content: string, versionId?: string }>} what was imported, and the version that n8n gave it */
async function importWorkflow(rest, workflow, last, progress) {
	const content = createHash('sha256').update(JSON.stringify(workflow)).digest('hex');
	const stored = await rest('GET', `/workflows/${workflow.id}`);
	if (!stored) return { content, versionId: await publish(rest, await rest('POST', '/workflows', workflow)) };
	if (content === last?.content) return last;
	if (stored.versionId !== last?.versionId) {
		progress(`n8n: keeping your changed "${stored.name}"; to get the current one, delete it in n8n and start again`);
		return { ...last, content };
	}
	const updated = await rest('PATCH', `/workflows/${workflow.id}`, { ...workflow, versionId: stored.versionId });
	return { content, versionId: await publish(rest, updated) };
}

async function publish(rest, { id, versionId }) {
	const published = await rest('POST', `/workflows/${id}/activate`, { versionId });
	return published?.versionId ?? versionId;
}

function readRecord(file) {
	if (!existsSync(file)) return {};
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		return {}; // The file is incomplete: n8n's workflows are kept.
	}
}
