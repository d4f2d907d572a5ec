import { useEffect, useRef } from 'preact/hooks';
import { formatTime } from '../../words/format';
import { defineWords, plural } from '../../words/words';
import type { Moment } from './replay-moments';
import type { Replay } from './use-replay';

/** Steps through the history of an instance, by buttons, slider or playback. @param isCut older elements are missing */
export function InstanceReplay({ replay, isCut }: { replay: Replay; isCut: boolean }) {
	const { moments, position, isPlaying, goTo, toggle, close } = replay;
	const slider = useRef<HTMLInputElement>(null);
	useEffect(() => slider.current?.focus(), []);
	const said = sayPosition(moments, position);
	return (
		<div class="replay" role="group" aria-label={words('replay')}>
			<p class="actions">
				<button type="button" class="button" disabled={position === 0} onClick={() => goTo(position - 1)}>
					{words('back')}
				</button>
				<button type="button" class="button" disabled={moments.length === 0} onClick={toggle}>
					{words(isPlaying ? 'pause' : 'play')}
				</button>
				<button type="button" class="button" disabled={position === moments.length} onClick={() => goTo(position + 1)}>
					{words('forward')}
				</button>
				<button type="button" class="button" onClick={close}>
					{words('close')}
				</button>
			</p>
			<input
				ref={slider}
				type="range"
				min={0}
				max={moments.length}
				value={position}
				aria-label={words('moment')}
				aria-valuetext={said}
				aria-keyshortcuts="Space"
				onInput={({ currentTarget }) => goTo(Number(currentTarget.value))}
				onKeyDown={(event) => {
					if (event.key !== ' ') return;
					event.preventDefault();
					toggle();
				}}
			/>
			{}
			<p role={isPlaying ? 'status' : undefined}>
				<bdi>{said}</bdi>
			</p>
			{isCut && <p class="quiet">{words('cut', moments.length)}</p>}
		</div>
	);
}

function sayPosition(moments: readonly Moment[], position: number): string {
	const last = moments[position - 1];
	if (!last) return words('before', moments.length);
	return [`${position}/${moments.length}`, words(last.kind, last.elementName), formatTime(last.at)].join(' · ');
}

const words = defineWords(
	{
		replay: 'Replay of the history',
		moment: 'Moment',
		back: 'Back',
		play: 'Play',
		pause: 'Pause',
		forward: 'Forward',
		close: 'Show it as it is now',
		before: (count: number) => `Before its first moment, of ${plural(count, 'moment', 'moments')}`,
		began: (name: string) => `${name} began`,
		ended: (name: string) => `${name} ended`,
		cancelled: (name: string) => `${name} was cancelled`,
		cut: (count: number) => `It has more elements than are shown here: the replay has the last ${plural(count, 'moment', 'moments')}.`,
	},
	{
		replay: 'Reprodução do histórico',
		moment: 'Momento',
		back: 'Voltar',
		play: 'Reproduzir',
		pause: 'Pausar',
		forward: 'Avançar',
		close: 'Mostrar como está agora',
		before: (count) => `Antes do primeiro momento, de ${plural(count, 'momento', 'momentos')}`,
		began: (name) => `${name} começou`,
		ended: (name) => `${name} terminou`,
		cancelled: (name) => `${name} foi cancelado`,
		cut: (count) => `Há mais elementos do que os mostrados aqui: a reprodução tem os últimos ${plural(count, 'momento', 'momentos')}.`,
	},
);
