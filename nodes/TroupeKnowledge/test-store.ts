import { countNouns } from '../../core/base/text/count-nouns';
import type { ICredentialDataDecryptedObject, INodeCredentialTestResult } from 'n8n-workflow';
import { getErrorMessage } from '../../core/base/errors';
import { runKnowledgeTask } from '../../providers/compose/knowledge/knowledge-task';
import { readKnowledgeHost } from '../shared/knowledge/read-knowledge-host';
import { readStore } from '../shared/knowledge/read-store';

export async function testStore(data: ICredentialDataDecryptedObject = {}): Promise<INodeCredentialTestResult> {
	try {
		const host = readKnowledgeHost(readStore(data));
		const result = await runKnowledgeTask({ operation: 'statistics', timeoutMs: 20_000 }, host, AbortSignal.timeout(25_000));
		const count = result.operation === 'statistics' ? result.collections.length : 0;
		return { status: 'OK', message: countNouns(count, 'collection') };
	} catch (error) {
		return { status: 'Error', message: getErrorMessage(error) };
	}
}
