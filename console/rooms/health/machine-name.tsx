import { Status } from '../../parts/status';
import { Time } from '../../parts/time';
import { formatClock, formatTime } from '../../words/format';
import { type MachineProcess, machineTones, nameMachine } from './machine';
import { machineWords as words } from './machine-words';

export const MachineName = ({ of: { machine, program, hostname, pid } }: { of: MachineProcess }) => (
	<>
		<bdi>{nameMachine({ machine, hostname })}</bdi> <span class="quiet">{words('process', program, hostname, pid)}</span>
	</>
);

export const MachineState = ({ of: { state, lastSeenAt, goneAt, stoppedAt } }: { of: MachineProcess }) => (
	<>
		<Status tone={machineTones[state]}>{words(state)}</Status>
		<p class="line">
			{words(state === 'stopped' ? 'stoppedAt' : 'seen')} <Time at={stoppedAt ?? lastSeenAt} />
		</p>
		{state !== 'stopped' && (
			<p class="line quiet">
				{state === 'gone' ? words('goneSince', formatTime(goneAt)) : words('goneFrom', formatClock(Date.parse(goneAt)))}
			</p>
		)}
	</>
);
