import { environmentProbes } from './kinds/environment';
import { escapeProbes } from './kinds/escapes';
import { fileProbes } from './kinds/files';
import { grantProbes } from './kinds/grants';
import { groupProbes } from './kinds/groups';
import { kernelProbes } from './kinds/kernel';
import { neighbourProbes } from './kinds/neighbours';
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
	...grantProbes,
	...processProbes,
	...runtimeProbes,
	...escapeProbes,
	...resourceProbes,
	...kernelProbes,
	...neighbourProbes,
	...groupProbes,
];
