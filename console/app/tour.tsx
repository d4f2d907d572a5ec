import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { keepsFocus } from '../parts/heading';
import { readPreference, writePreference } from '../words/preferences';
import { openRooms } from './rooms';
import { go, place } from './router';
import { type TourStep, tourSteps, tourWords as words } from './tour-words';

const preference = 'tour';

const step = signal<number | undefined>(undefined);
const isOffered = signal(readPreference(preference) === undefined);

const listSteps = (): TourStep[] => {
	const open = new Set<string>(openRooms().map(({ name }) => name));
	return tourSteps.filter((one) => one === 'menu' || open.has(one));
};

export const isPointedAt = (name: string): boolean => step.value !== undefined && listSteps()[step.value] === name;

function show(next: number | undefined): void {
	step.value = next;
	keepsFocus.value = next !== undefined;
	isOffered.value = false;
	writePreference(preference, 'seen');
	const room = next === undefined ? undefined : listSteps()[next];
	if (room !== undefined && room !== 'menu' && room !== place.value.room) go(room);
}

export const startTour = (): void => show(0);

export function Tour() {
	if (step.value !== undefined) return <Step key={step.value} at={step.value} />;
	if (!isOffered.value) return null;
	return (
		<section class="tour" aria-label={words('tour')}>
			<p>{words('offer')}</p>
			<p class="actions">
				<button type="button" class="button main" onClick={startTour}>
					{words('take')}
				</button>
				<button type="button" class="button" onClick={() => show(undefined)}>
					{words('notNow')}
				</button>
			</p>
		</section>
	);
}

function Step({ at }: { at: number }) {
	const title = useRef<HTMLHeadingElement>(null);
	const steps = listSteps();
	const name = steps[at]!;
	const leave = () => {
		show(undefined);
		document.getElementById('main')?.focus({ preventScroll: true });
	};
	useEffect(() => title.current?.focus(), []);
	return (
		<section class="tour" aria-labelledby="tour-title" onKeyDown={({ key }) => key === 'Escape' && leave()}>
			<h2 id="tour-title" ref={title} tabIndex={-1}>
				{words(`${name}Title`)} <span class="quiet">{words('count', at + 1, steps.length)}</span>
			</h2>
			<p>{words(name)}</p>
			<p class="actions">
				{at > 0 && (
					<button type="button" class="button" onClick={() => show(at - 1)}>
						{words('before')}
					</button>
				)}
				{at < steps.length - 1 && (
					<button type="button" class="button main" onClick={() => show(at + 1)}>
						{words('next')}
					</button>
				)}
				<button type="button" class="button" onClick={leave}>
					{words(at < steps.length - 1 ? 'leave' : 'done')}
				</button>
			</p>
		</section>
	);
}
