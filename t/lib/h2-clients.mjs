// Clients that treat a server badly over HTTP/2 (h2c, prior knowledge): many
// streams on one connection that send their body a byte at a time, do not read
// their answer, or break off; and beside them a neighbour on a connection of
// its own, which asks as one should. What became of each is printed as JSON.
//
//   node h2-clients.mjs FILE
//
// The file says what they do (they may be too many for an argument):
// {"url": …, "requests": [{"headers": …, "body": …}, …]} and
//
//   requests   one stream each: `headers`, and `body` where one is sent
//   first      bytes of the body that are sent at once, of which then one
//   drip       follows each so many milliseconds
//   window     bytes that the server may send on each stream, and no more:
//              answers are not read
//   abort      "stream" or "connection": broken off after the first bytes
//   neighbour  the headers of the one who asks all the time
//   seconds    when to give up
import fs from 'node:fs';
import http2 from 'node:http2';

const options = {
    drip: 250, first: 1, seconds: 60, requests: [],
    ...JSON.parse(fs.readFileSync(process.argv[2], 'utf8')),
};
const begin = performance.now();
const since = (moment) => (performance.now() - moment) / 1000;

const connect = (settings) => {
    const session = http2.connect(options.url, {settings});
    session.on('error', () => {});
    return session;
};

const after = (seconds) => new Promise((resolve) => {
    setTimeout(resolve, seconds * 1000);
});
const givenUp = after(options.seconds);
// What the neighbour has asked for by then is still on its way.
const neighbourGivenUp = after(options.seconds + 5);

// Settles when the stream is closed or we give up; without `seconds` then.
const watch = (stream, from, reads, until) => new Promise((resolve) => {
    const end = {status: 0, seconds: null, code: 0};
    until.then(() => resolve(end));
    stream.on('response', (headers) => { end.status = headers[':status']; });
    if (reads) stream.resume();
    stream.on('error', () => {});
    stream.on('close', () => {
        resolve({...end, seconds: since(from), code: stream.rstCode});
    });
});

const treatBadly = (session, {headers, body}) => {
    const stream = session.request(headers, {endStream: !body});
    const end = watch(stream, performance.now(), options.window === undefined, givenUp);
    let sent = options.first;
    if (body) stream.write(body.slice(0, sent));
    const timer = setInterval(() => {
        if (body && sent < body.length && stream.writable) {
            stream.write(body.slice(sent, sent += 1));
        }
    }, options.drip);
    if (options.abort === 'stream') {
        setTimeout(() => stream.close(http2.constants.NGHTTP2_CANCEL), options.drip);
    }
    return end.finally(() => clearInterval(timer));
};

let ended = false;

const beGood = async () => {
    const answers = [];
    if (!options.neighbour) return answers;
    let session = connect({});
    while (!ended) {
        if (session.closed) session = connect({});
        const stream = session.request(options.neighbour);
        const answer = await watch(stream, performance.now(), true, neighbourGivenUp);
        answers.push({status: answer.status, seconds: answer.seconds});
        await after(0.05);
    }
    session.close();
    return answers;
};

const neighbour = beGood();
const window = options.window;
const session = connect(window === undefined ? {} : {initialWindowSize: window});

// Only then is it known how many the server takes at once; the others wait.
await Promise.race([givenUp, new Promise((resolve) => {
    session.once('remoteSettings', resolve);
})]);
if (options.abort === 'connection') setTimeout(() => session.destroy(), options.drip);
const streams = await Promise.all(options.requests.map((one) => treatBadly(session, one)));
const seconds = since(begin);
session.destroy();
ended = true;
process.stdout.write(JSON.stringify({streams, seconds, neighbour: await neighbour}),
    () => process.exit());
