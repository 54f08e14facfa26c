/** A worker that cannot start. */
throw new Error('this machine has no threads to give');
