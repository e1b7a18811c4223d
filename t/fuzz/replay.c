/* Runs a fuzz target over its stored inputs, and says so in TAP: one line for
 * each file of t/fuzz/corpus/<target>. An input that once made it fail stays
 * there. */
#include <dirent.h>

#include "fuzz.h"

#ifndef FUZZ_TARGET
#define FUZZ_TARGET "none"
#endif

#define CORPUS "t/fuzz/corpus/" FUZZ_TARGET

static int by_name(const void *one, const void *other)
{
    return strcmp(*(char *const *)one, *(char *const *)other);
}

static void run_file(const char *path)
{
    static uint8_t bytes[1 << 20];
    FILE *file = fopen(path, "rb");
    uint8_t *exact;
    size_t size;

    FUZZ_CHECK(file != NULL);
    size = fread(bytes, 1, sizeof(bytes), file);
    fclose(file);
    /* A buffer of just this size, so that reading over its end is seen. */
    exact = malloc(size ? size : 1);
    FUZZ_CHECK(exact != NULL);
    memcpy(exact, bytes, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

int main(int count, char **arguments)
{
    char *names[4096];
    int files = 0;
    DIR *folder = opendir(CORPUS);
    struct dirent *entry;

    LLVMFuzzerInitialize(&count, &arguments);
    if (!folder) {
        printf("Bail out! no folder " CORPUS "\n");
        return 1;
    }
    while ((entry = readdir(folder)) && files < 4096) {
        if (entry->d_name[0] != '.')
            names[files++] = strdup(entry->d_name);
    }
    closedir(folder);
    qsort(names, (size_t)files, sizeof(names[0]), by_name);
    for (int i = 0; i < files; i++) {
        char path[1024];

        snprintf(path, sizeof(path), CORPUS "/%s", names[i]);
        run_file(path);
        printf("ok %d - %s\n", i + 1, names[i]);
        free(names[i]);
    }
    printf("1..%d\n", files);
    return files ? 0 : 1;
}
