import { randomUUID } from 'node:crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { decodeText } from '../../../core/base/text/decode-text';
import { lintAndRefuse } from '../../../engine-adapter/lint-before-deploy';
import { callCamunda } from '../../shared/camunda/camunda-request';

interface BpmnFile {
	name: string;
	content: Buffer;
}

/** POST /v2/deployments */
export async function deploy(context: IExecuteFunctions, item: number): Promise<IDataObject> {
	const file = context.getNodeParameter('bpmnFrom', item) === 'binary' ? await readBinary(context, item) : readText(context, item);
	const { largeDeployments } = await import('../../../engine-adapter/deployment/large-deployments');
	const { lint } = largeDeployments({ signal: context.getExecutionCancelSignal() });
	await lintAndRefuse([{ name: file.name, content: decodeText(file.content, file.name) }], { target: '8.8' }, lint);
	const boundary = `troupe-${randomUUID()}`;
	return callCamunda(context, item, {
		what: `deploying ${file.name}`,
		path: '/deployments',
		body: multipart(file, boundary),
		headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
	});
}

async function readBinary(context: IExecuteFunctions, item: number): Promise<BpmnFile> {
	const field = context.getNodeParameter('binaryPropertyName', item);
	const { fileName } = context.helpers.assertBinaryData(item, field);
	return { name: fileName || 'process.bpmn', content: await context.helpers.getBinaryDataBuffer(item, field) };
}

function readText(context: IExecuteFunctions, item: number): BpmnFile {
	return {
		name: context.getNodeParameter('fileName', item) as string,
		content: Buffer.from(context.getNodeParameter('bpmn', item) as string, 'utf8'),
	};
}

/** As bytes, not as a form: n8n sends bytes a second time when the cluster's token had expired. RFC 7578, 4.2: quotes in names are escaped. */
function multipart({ name, content }: BpmnFile, boundary: string): Buffer {
	const safeName = name.replace(/[\r\n]/g, ' ').replaceAll('"', '%22');
	const head = `--${boundary}\r\nContent-Disposition: form-data; name="resources"; filename="${safeName}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
	return Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]);
}
