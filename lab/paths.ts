import { homedir } from 'node:os';
import { join } from 'node:path';

const uid = String(process.getuid?.() ?? 0);

/** What is slow to make and the same for every run: kernel, root file system, image, templates, key. */
export const cacheDir = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'trunkline', 'lab');

/**
 * What belongs to the running lab. Short, because the path of a unix socket holds 107 bytes. TRUNKLINE_LAB names
 * another lab beside the usual one.
 */
const name = ['trunkline-lab', uid, process.env.TRUNKLINE_LAB].filter(Boolean).join('-');
export const runDir = join(process.env.XDG_RUNTIME_DIR || '/tmp', name);

export const guestDir = join(__dirname, 'guest');

export const runFile = (name: string): string => join(runDir, name);
export const identityFile = join(cacheDir, 'id_ed25519');
