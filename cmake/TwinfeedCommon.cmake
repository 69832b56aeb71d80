# SPDX-FileCopyrightText: The Twinfeed authors
# SPDX-License-Identifier: GPL-3.0-or-later

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_AUTOMOC ON)
set(CMAKE_AUTORCC ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()

# All flags live in this one target.
add_library(twinfeed_flags INTERFACE)
target_include_directories(twinfeed_flags INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(twinfeed_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wimplicit-fallthrough)
if(TWINFEED_WERROR)
    target_compile_options(twinfeed_flags INTERFACE -Werror)
endif()
if(TWINFEED_SANITIZE)
    target_compile_options(twinfeed_flags INTERFACE -fsanitize=${TWINFEED_SANITIZE} -fno-omit-frame-pointer)
    if(TWINFEED_FUZZ)
        target_compile_options(twinfeed_flags INTERFACE -fno-sanitize-recover=undefined)
    endif()
    target_link_options(twinfeed_flags INTERFACE -fsanitize=${TWINFEED_SANITIZE})
endif()
target_compile_definitions(twinfeed_flags INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
    QT_NO_KEYWORDS QT_USE_QSTRINGBUILDER QT_STRICT_ITERATORS QT_NO_FOREACH
    TWINFEED_VERSION="${PROJECT_VERSION}")
find_program(TWINFEED_MOLD mold)
if(TWINFEED_MOLD AND NOT TWINFEED_SANITIZE)
    target_link_options(twinfeed_flags INTERFACE -fuse-ld=mold)
endif()

# twinfeed_room(NAME <target> SOURCES ... LINKS <public targets> PRIVATE <private targets>)
# A static library for one folder. The link list is the include permission.
function(twinfeed_room)
    cmake_parse_arguments(ROOM "" "NAME" "SOURCES;LINKS;PRIVATE" ${ARGN})
    add_library(${ROOM_NAME} STATIC ${ROOM_SOURCES})
    target_link_libraries(${ROOM_NAME} PUBLIC twinfeed_flags ${ROOM_LINKS} PRIVATE ${ROOM_PRIVATE})
endfunction()

# TWINFEED_SOURCE_DIR, TWINFEED_BIN_DIR (the folder of the programs) and TWINFEED_BUILD_DIR for tests. By an included file and not on the command
# line: with the path of the clone on it, ccache would find nothing in a second clone, not even for what uses neither.
file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/testpaths.h" @ONLY CONTENT
"#define TWINFEED_SOURCE_DIR \"@CMAKE_SOURCE_DIR@\"
#define TWINFEED_BIN_DIR \"@CMAKE_RUNTIME_OUTPUT_DIRECTORY@\"
#define TWINFEED_BUILD_DIR \"@CMAKE_BINARY_DIR@\"
")
add_library(twinfeed_test_paths INTERFACE)
target_compile_options(twinfeed_test_paths INTERFACE "SHELL:-include ${CMAKE_BINARY_DIR}/testpaths.h")

# twinfeed_test(NAME <name> SOURCES ... LINKS ... LABEL unit|system|browser|slow [TIMEOUT s] [SERIAL])
# One test class, one executable, in tests/ of the build folder. Runs without a display and in the same locale everywhere.
# SERIAL: alone, for what loads the machine or is upset by others that do.
function(twinfeed_test)
    cmake_parse_arguments(TEST "SERIAL" "NAME;LABEL;TIMEOUT" "SOURCES;LINKS" ${ARGN})
    if(NOT TEST_TIMEOUT)
        set(TEST_TIMEOUT 120)
    endif()
    if(TWINFEED_SANITIZE)
        math(EXPR TEST_TIMEOUT "${TEST_TIMEOUT} * 5") # what they cost at most
    endif()
    add_executable(${TEST_NAME} ${TEST_SOURCES})
    set_target_properties(${TEST_NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    target_link_libraries(${TEST_NAME} PRIVATE twinfeed_flags twinfeed_test_paths Qt6::Test ${TEST_LINKS})
    add_test(NAME ${TEST_NAME} COMMAND ${TEST_NAME})
    set_tests_properties(${TEST_NAME} PROPERTIES LABELS ${TEST_LABEL} TIMEOUT ${TEST_TIMEOUT}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_LOGGING_RULES=qt.*.debug=false;LC_ALL=C.UTF-8")
    if(TEST_SERIAL)
        set_tests_properties(${TEST_NAME} PROPERTIES RUN_SERIAL ON)
    endif()
endfunction()

# twinfeed_bench(NAME bench_<name> SOURCES ... LINKS ...)
# A program in bench/ of the build folder that measures and prints a table; `./dev bench <name>` builds and runs it.
function(twinfeed_bench)
    cmake_parse_arguments(BENCH "" "NAME" "SOURCES;LINKS" ${ARGN})
    add_executable(${BENCH_NAME} ${BENCH_SOURCES})
    set_target_properties(${BENCH_NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bench")
    target_link_libraries(${BENCH_NAME} PRIVATE twinfeed_flags twinfeed_test_paths ${BENCH_LINKS})
endfunction()

# Writes links.txt into the build folder: for each target of the project "<folder> <target>: <what it links>", so that a
# test can hold it against who may link whom. To be called last.
function(twinfeed_write_links)
    set(open "${CMAKE_SOURCE_DIR}")
    set(links "")
    while(open)
        list(POP_FRONT open folder)
        get_property(below DIRECTORY "${folder}" PROPERTY SUBDIRECTORIES)
        list(APPEND open ${below})
        file(RELATIVE_PATH name "${CMAKE_SOURCE_DIR}" "${folder}")
        get_property(targets DIRECTORY "${folder}" PROPERTY BUILDSYSTEM_TARGETS)
        foreach(target IN LISTS targets)
            get_target_property(type ${target} TYPE)
            if(type STREQUAL "UTILITY")
                continue()
            endif()
            get_target_property(linked ${target} INTERFACE_LINK_LIBRARIES)
            if(NOT type STREQUAL "INTERFACE_LIBRARY")
                get_target_property(own ${target} LINK_LIBRARIES)
                list(APPEND linked ${own})
            endif()
            list(TRANSFORM linked REPLACE "\\$<LINK_ONLY:(.*)>" "\\1")
            list(FILTER linked EXCLUDE REGEX "NOTFOUND|^\\$<")
            list(REMOVE_DUPLICATES linked)
            list(JOIN linked " " linked)
            string(APPEND links "${name} ${target}: ${linked}\n")
        endforeach()
    endwhile()
    file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/links.txt" CONTENT "${links}" @ONLY)
endfunction()
