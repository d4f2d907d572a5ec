/**
 * @camunda8/sdk reads two files by their path from its own folder: package.json for its version, and zeebe.proto.
 * A bundle has no such paths, so the version is written into the code and the file is added as an asset.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const versionFile = /@camunda8[\\/]sdk[\\/]dist[\\/].*GetPackageVersion\.js$/;
const clientFile = /@camunda8[\\/]sdk[\\/]dist[\\/]zeebe[\\/]zb[\\/]ZeebeGrpcClient\.js$/;

export function carryCamundaAssets() {
	return {
		name: 'carry-camunda-assets',
		transform: {
			filter: { id: [versionFile, clientFile] },
			handler(code, id) {
				return clientFile.test(id) ? carryProto(this, code, id) : inlineVersion(code, id);
			},
		},
	};
}

function inlineVersion(code, id) {
	const folder = id.slice(0, id.lastIndexOf('dist'));
	const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	return replaceOnce(code, "JSON.parse(fs.readFileSync(packageJsonPath, 'utf8'))", JSON.stringify({ version }), id);
}

function carryProto(context, code, id) {
	const source = readFileSync(join(dirname(id), '../../proto/zeebe.proto'));
	context.emitFile({ type: 'asset', fileName: 'assets/zeebe.proto', source });
	return replaceOnce(code, "path.join(__dirname, '../../proto/zeebe.proto')", "path.join(__dirname, '../assets/zeebe.proto')", id);
}

function replaceOnce(code, from, to, id) {
	if (code.split(from).length !== 2) throw new Error(`Expected ${from} exactly once in ${id}. Adapt scripts/build/camunda-assets.mjs to this version of the SDK.`);
	return code.replace(from, () => to);
}
