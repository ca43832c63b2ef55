# The hash kernels (src/hash/lanes_*.cpp): each file for its own instructions, chosen at run time. They are optimised in
# debug builds too: unrolled 64 rounds of vector code are a hundred times slower without.
set_source_files_properties(src/hash/lanes_plain.cpp PROPERTIES COMPILE_OPTIONS "-O2")
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  set_source_files_properties(src/hash/lanes_avx2.cpp PROPERTIES COMPILE_OPTIONS "-O2;-mavx2")
  set_source_files_properties(src/hash/lanes_avx512.cpp PROPERTIES COMPILE_OPTIONS "-O2;-mavx512f;-mavx512bw;-mavx512vl")
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12's sanitizer puts 64-byte vectors at addresses of 32 when it looks for use after return (GCC bug 110027).
  set_property(SOURCE src/hash/lanes_avx512.cpp APPEND PROPERTY COMPILE_OPTIONS "--param=asan-use-after-return=0")
  # g++ 12's own header reads an undefined vector on purpose (_mm512_undefined_epi32).
  set_property(SOURCE src/hash/lanes_avx512.cpp APPEND PROPERTY COMPILE_OPTIONS "-Wno-uninitialized")
endif()
