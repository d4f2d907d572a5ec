import { environmentProbes } from './kinds/environment';
import { fileProbes } from './kinds/files';
import { kernelProbes } from './kinds/kernel';
import { networkProbes } from './kinds/network';
import { outletProbes } from './kinds/outlet';
import { processProbes } from './kinds/processes';
import { resourceProbes } from './kinds/resources';
import { runtimeProbes } from './kinds/runtime';
import type { Probe } from './probe';

export const probes: readonly Probe[] = [
	...fileProbes,
	...environmentProbes,
	...networkProbes,
	...outletProbes,
	...processProbes,
	...runtimeProbes,
	...resourceProbes,
	...kernelProbes,
];
