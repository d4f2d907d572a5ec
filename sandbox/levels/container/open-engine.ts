import { type ContainerEngine, findEngine } from './container-engine';
import { readContainerSettings } from './container-settings';

const foundMs = 5 * 60_000;
const missingMs = 10_000;
let asked: { key: string; until: number; engine: Promise<ContainerEngine> } | undefined;

/** Caches the engine's answer for some minutes, a missing engine for some seconds. @throws TroupeError NOT_SUPPORTED, INPUT_INVALID */
export async function openEngine(now = Date.now()): Promise<ContainerEngine> {
	const settings = readContainerSettings();
	const key = JSON.stringify([settings, process.env.PATH, process.env.DOCKER_HOST]);
	if (asked?.key === key && now < asked.until) return asked.engine;
	const asking = { key, until: now + foundMs, engine: findEngine(settings) };
	asked = asking;
	asking.engine.catch(() => (asking.until = now + missingMs));
	return asking.engine;
}

/** The next start asks again: the image can be removed. */
export function forgetEngine(): void {
	asked = undefined;
}
