export const isPaused = `EXISTS (SELECT 1 FROM channel WHERE channel.tenant = work.tenant AND channel.name = work.lane AND channel.state = 'paused')`;
