import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripBom } from '../../../core/base/text/strip-bom';

const semanticVersion = /^\d{1,9}\.\d{1,9}\.\d{1,9}(-[0-9A-Za-z.-]{1,100})?(\+[0-9A-Za-z.-]{1,100})?$/;

/** Returns 0.0.0 for any other text. @throws Error when it cannot be read */
export function readVersion(folder: string): string {
	const fields = JSON.parse(stripBom(readFileSync(join(folder, 'package.json'), 'utf8'))) as { version?: unknown } | null;
	const version = fields?.version;
	return typeof version === 'string' && semanticVersion.test(version) ? version : '0.0.0';
}
