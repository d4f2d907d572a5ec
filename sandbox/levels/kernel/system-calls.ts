/** On x86-64 and arm64; undefined where the architecture has no such call. */
type Numbers = readonly [x64: number | undefined, arm64: number | undefined];

/** System calls that no script needs, by possible harm. All are refused with EPERM. */
const refused: Record<string, Record<string, Numbers>> = {
	network: {
		socket: [41, 198],
		socketpair: [53, 199],
		connect: [42, 203],
		bind: [49, 200],
		listen: [50, 201],
		accept: [43, 202],
		accept4: [288, 242],
	},
	otherProcesses: {
		ptrace: [101, 117],
		process_vm_readv: [310, 270],
		process_vm_writev: [311, 271],
		process_madvise: [440, 440],
		process_mrelease: [448, 448],
		pidfd_open: [434, 434],
		pidfd_getfd: [438, 438],
		pidfd_send_signal: [424, 424],
		kcmp: [312, 272],
		tkill: [200, 130],
		rt_sigqueueinfo: [129, 138],
		rt_tgsigqueueinfo: [297, 240],
		setpriority: [141, 140],
		sched_setaffinity: [203, 122],
		sched_setscheduler: [144, 119],
		sched_setparam: [142, 118],
		sched_setattr: [314, 274],
		ioprio_set: [251, 30],
		migrate_pages: [256, 238],
		move_pages: [279, 239],
	},
	/** Landlock does not cover them; they reveal events in unreadable folders. */
	watching: { inotify_init: [253, undefined], inotify_init1: [294, 26], inotify_add_watch: [254, 27] },
	newProcesses: { fork: [57, undefined], vfork: [58, undefined], execveat: [322, 281] },
	/** Landlock does not cover them. */
	metadata: {
		chmod: [90, undefined],
		fchmod: [91, 52],
		fchmodat: [268, 53],
		fchmodat2: [452, 452],
		chown: [92, undefined],
		fchown: [93, 55],
		lchown: [94, undefined],
		fchownat: [260, 54],
		utime: [132, undefined],
		utimes: [235, undefined],
		futimesat: [261, undefined],
		utimensat: [280, 88],
		setxattr: [188, 5],
		lsetxattr: [189, 6],
		fsetxattr: [190, 7],
		removexattr: [197, 14],
		lremovexattr: [198, 15],
		fremovexattr: [199, 16],
		setxattrat: [463, 463],
		removexattrat: [466, 466],
		file_setattr: [469, 469],
	},
	sharedMemory: {
		shmget: [29, 194],
		shmat: [30, 196],
		shmctl: [31, 195],
		semget: [64, 190],
		semop: [65, 193],
		semctl: [66, 191],
		semtimedop: [220, 192],
		msgget: [68, 186],
		msgsnd: [69, 189],
		msgrcv: [70, 188],
		msgctl: [71, 187],
		mq_open: [240, 180],
		memfd_create: [319, 279],
		memfd_secret: [447, 447],
	},
	/** Large parts of the kernel with most of its known escapes. */
	kernelSurface: {
		io_uring_setup: [425, 425],
		io_uring_enter: [426, 426],
		io_uring_register: [427, 427],
		userfaultfd: [323, 282],
		bpf: [321, 280],
		perf_event_open: [298, 241],
		add_key: [248, 217],
		request_key: [249, 218],
		keyctl: [250, 219],
		fanotify_init: [300, 262],
		name_to_handle_at: [303, 264],
		open_by_handle_at: [304, 265],
		lookup_dcookie: [212, 18],
		modify_ldt: [154, undefined],
		personality: [135, 92],
		uselib: [134, undefined],
		vhangup: [153, 58],
		syslog: [103, 116],
	},
	namespaces: {
		unshare: [272, 97],
		setns: [308, 268],
		mount: [165, 40],
		umount2: [166, 39],
		pivot_root: [155, 41],
		chroot: [161, 51],
		move_mount: [429, 429],
		open_tree: [428, 428],
		fsopen: [430, 430],
		fsconfig: [431, 431],
		fsmount: [432, 432],
		fspick: [433, 433],
		mount_setattr: [442, 442],
		open_tree_attr: [467, 467],
		statmount: [457, 457],
		listmount: [458, 458],
		listns: [470, 470],
	},
	machine: {
		init_module: [175, 105],
		finit_module: [313, 273],
		delete_module: [176, 106],
		kexec_load: [246, 104],
		kexec_file_load: [320, 294],
		reboot: [169, 142],
		swapon: [167, 224],
		swapoff: [168, 225],
		acct: [163, 89],
		settimeofday: [164, 170],
		clock_settime: [227, 112],
		adjtimex: [159, 171],
		clock_adjtime: [305, 266],
		sethostname: [170, 161],
		setdomainname: [171, 162],
		quotactl: [179, 60],
		quotactl_fd: [443, 443],
		ioperm: [173, undefined],
		iopl: [172, undefined],
	},
	identity: {
		setuid: [105, 146],
		setgid: [106, 144],
		setreuid: [113, 145],
		setregid: [114, 143],
		setresuid: [117, 147],
		setresgid: [119, 149],
		setfsuid: [122, 151],
		setfsgid: [123, 152],
		setgroups: [116, 159],
		capset: [126, 91],
		setrlimit: [160, 164],
	},
};

/** Landlock does not cover them: only for programs whose writable files are all their own. */
const ofOwnFiles = ['chmod', 'fchmod', 'fchmodat', 'fchmodat2', 'utime', 'utimes', 'futimesat', 'utimensat'];

const ofBrowsers = [
	'socket',
	'socketpair',
	'connect',
	'bind',
	'listen',
	'accept',
	'accept4',
	'memfd_create',
	'execveat',
	'inotify_init',
	'inotify_init1',
	'inotify_add_watch',
	'tkill',
	'setpriority',
	'sched_setaffinity',
	'sched_setscheduler',
	'sched_setparam',
	'sched_setattr',
	'ioprio_set',
];

/** Programs accept a file system without attributes, but complain about a refusal. */
const ofAttributes = ['setxattr', 'lsetxattr', 'fsetxattr'];

const others = {
	kill: [62, 129],
	tgkill: [234, 131],
	clone: [56, 220],
	clone3: [435, 435],
	prlimit64: [302, 261],
	ioctl: [16, 29],
	fcntl: [72, 25],
	dup3: [292, 24],
	close_range: [436, 436],
	prctl: [157, 167],
	seccomp: [317, 277],
	openat: [257, 56],
	exit_group: [231, 94],
	capset: [126, 91],
	socketpair: [53, 199],
	landlock_create_ruleset: [444, 444],
	landlock_add_rule: [445, 445],
	landlock_restrict_self: [446, 446],
} as const;

export interface SystemCalls {
	/** AUDIT_ARCH_… of linux/audit.h. */
	auditArchitecture: number;
	refused: number[];
	neededByPrograms: number[];
	ofOwnFiles: number[];
	ofBrowsers: number[];
	ofAttributes: number[];
	numbers: Record<keyof typeof others, number>;
	byName: Record<string, number>;
}

export function findSystemCalls(architecture: string): SystemCalls | undefined {
	const column = { x64: 0, arm64: 1 }[architecture];
	if (column === undefined) return undefined;
	const pick = (calls: Record<string, Numbers>) =>
		Object.fromEntries(
			Object.entries(calls).flatMap(([name, numbers]) => (numbers[column] === undefined ? [] : [[name, numbers[column]] as const])),
		);
	const refusedCalls = pick(Object.assign({}, ...Object.values(refused)) as Record<string, Numbers>);
	return {
		auditArchitecture: [0xc000003e, 0xc00000b7][column]!,
		refused: Object.values(refusedCalls),
		neededByPrograms: [refusedCalls.fork, refusedCalls.vfork, refusedCalls.socketpair].filter((number) => number !== undefined),
		ofOwnFiles: ofOwnFiles.flatMap((name) => refusedCalls[name] ?? []),
		ofBrowsers: ofBrowsers.flatMap((name) => refusedCalls[name] ?? []),
		ofAttributes: ofAttributes.flatMap((name) => refusedCalls[name] ?? []),
		numbers: pick(others) as SystemCalls['numbers'],
		byName: { ...refusedCalls, ...pick(others) },
	};
}
