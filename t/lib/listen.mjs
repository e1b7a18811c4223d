/* Listening as "localhost" does: on both loopback addresses where the machine
 * has both, so that it does not matter which one a client tries first. Never
 * on an address that other machines can reach. */

const listen = (server, port, host) => new Promise((resolve, reject) => {
  server.once('error', reject);
  server.listen(port, host, resolve);
});

/* Starts one server of `makeServer` on each loopback address and tells so on
 * standard output; ends the process when the port cannot be had. SIGTERM and
 * SIGINT end it at once, open connections or not. */
export async function listenOnLoopback(makeServer, port, name) {
  try {
    await listen(makeServer(), port, '127.0.0.1');
    await listen(makeServer(), port, '::1').catch((error) => {
      if (!['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'].includes(error.code)) {
        throw error;
      }
    });
  } catch (error) {
    console.error(`${name}: cannot listen on port ${port}: ${error.message}`);
    process.exit(1);
  }
  process.on('SIGTERM', () => process.exit(0));
  process.on('SIGINT', () => process.exit(0));
  console.log(`${name}: ready on port ${port}`);
}
