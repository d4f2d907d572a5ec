import { existsSync, readFileSync } from 'node:fs';

/** Lists this Node's program and shared libraries, without addons. Empty on other systems than Linux. */
export function listMappedFiles(): string[] {
	if (process.platform !== 'linux') return [];
	const maps = readFileSync('/proc/self/maps', 'latin1').split('\n');
	const files = maps.filter((line) => / r-xp /.test(line) && line.includes('/')).map((line) => line.slice(line.indexOf('/')));
	return [...new Set(files)].filter((file) => !file.endsWith('.node') && existsSync(file));
}
